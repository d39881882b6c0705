// Who sits before the screen, for every part of it.
import { createContext, useContext } from 'react';
import { createDeskClient, type DeskClient } from '../api/desk-client.js';

export interface Session {
  readonly desk: DeskClient;
  readonly subject: string;
  readonly roles: readonly string[];
  readonly logOut: () => void;
}

const nobody: Session = {
  desk: createDeskClient(null, () => undefined),
  subject: '',
  roles: [],
  logOut: () => undefined,
};

export const SessionContext = createContext<Session>(nobody);

export const useSession = (): Session => useContext(SessionContext);
