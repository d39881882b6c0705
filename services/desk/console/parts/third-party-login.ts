// The login of a third party as it is handed out.
import type { OnceLogin } from './login-once.jsx';

export interface HandedLogin {
  readonly user: string;
  readonly password: string;
  readonly topic: string;
}

export const thirdPartyLogin = ({ user, password, topic }: HandedLogin): OnceLogin => ({
  user,
  password,
  beside: [['Topic that it reads', topic]],
  settings: [
    `KAFKA_USERNAME=${user}`,
    `KAFKA_PASSWORD=${password}`,
    'KAFKA_SASL_MECHANISM=scram-sha-256',
    `TOPIC=${topic}`,
  ],
  before: 'A login that was handed out before works no longer.',
});
