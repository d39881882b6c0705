// The console of the privacy desk: begins the program in the browser.
import { createRoot } from 'react-dom/client';
import { Console } from './app/console.jsx';

const place = document.querySelector('#console');
if (place !== null) createRoot(place).render(<Console />);
