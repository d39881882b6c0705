// Small drawings, stroke by stroke; they always stand beside a word, so that nobody has to guess.

const PATHS: Readonly<Record<string, string>> = {
  shield: 'M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.8-7-5.4-7-10V6l7-3zM9 12l2.2 2.2L15.4 10',
  search: 'M11 4a7 7 0 100 14 7 7 0 000-14zM20 20l-4-4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 100 6 3 3 0 000-6z',
  clock: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 7.5V12l3 2',
  person: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20.5c.8-4 3.8-6 7.500-6s6.700 2 7.500 6',
  book: 'M5 4.500h9.500a3 3 0 013 3v12H8a3 3 0 01-3-3v-12zM5 16.500a3 3 0 013-3h9.500',
  flag: 'M6 21V4M6 5h11l-2.500 4L17 13H6',
  flame: 'M12 3c1 4 5 5.500 5 10.500a5 5 0 01-10 0C7 11 8.500 10 9 8c1.500 1 2 2.500 2 3.500C12.500 10 13 6.500 12 3z',
  truck: 'M3 6.500h11v10H3zM14 10h4l3 3v3.500h-7zM7 19a2 2 0 100-4 2 2 0 000 4zM17 19a2 2 0 100-4 2 2 0 000 4z',
  scale: 'M12 4v16M7 20h10M5 7h14M5 7l-2.500 6a3 3 0 005 0L5 7zM19 7l-2.500 6a3 3 0 005 0L19 7z',
  road: 'M6 4v16M6 6.500a2 2 0 100-.01M6 13a2 2 0 100-.01M10.500 6.500H19M10.500 13H17M10.500 19H15',
  sliders: 'M5 7h9M18 7h1M5 12h2M11 12h8M5 17h8M17 17h2M16 5v4M9 10v4M15 15v4',
  house: 'M4 11.500l8-7 8 7M6.500 9.500V20h11V9.500M10 20v-5.500h4V20',
  leave: 'M10 4.500H5.500v15H10M14.500 8l4 4-4 4M18 12H9.500',
  letter: 'M4 6h16v12H4zM4.500 7l7.500 6 7.500-6',
  back: 'M14.500 5.500L8 12l6.500 6.500',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  cross: 'M6 6l12 12M18 6L6 18',
  link: 'M10 14a4 4 0 005.700 0l3-3a4 4 0 00-5.700-5.700l-1 1M14 10a4 4 0 00-5.700 0l-3 3a4 4 0 005.700 5.700l1-1',
};

export function Icon({ name }: { readonly name: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name] ?? ''} />
    </svg>
  );
}
