import { caseNumberOf } from '#services/notifications/domain/notice';
import type { Words } from '../words.js';

export const DE: Words = {
  greeting: 'Guten Tag,',
  footer: (orderId) =>
    `Sie erhalten diese Nachricht wegen der Bestellung ${orderId}. Sie enthält keine Werbung und verfolgt nicht, ob Sie sie lesen.`,
  openLink: 'Bestätigen, dass ich es bin',
  writeLink: 'Uns schreiben oder Fotos schicken',
  fields: {
    recipientName: 'den Namen der empfangenden Person',
    phone: 'Ihre Telefonnummer',
    email: 'Ihre E-Mail-Adresse',
    address: 'Ihre Anschrift',
  },
  rights: {
    access: 'Einsicht in Ihre Daten',
    correction: 'Berichtigung Ihrer Daten',
    deletion: 'Löschung Ihrer Daten',
    deactivation: 'Stilllegung Ihres Kontos',
    authorisation: 'Weitergabe einiger Ihrer Daten an jemanden, den Sie dazu ermächtigen',
  },
  requestStages: {
    received: 'Ihr Anliegen ist angekommen. Sie erhalten unsere Antwort innerhalb von drei Werktagen.',
    'under-way':
      'Sie haben bestätigt, dass es von Ihnen kommt. Wir bearbeiten es und antworten innerhalb von drei Werktagen nach Eingang.',
    answered: 'Wir haben Ihr Anliegen beantwortet und erledigt.',
    refused:
      'Wir konnten Ihrem Anliegen nicht nachkommen. Fragen Sie uns unter der Nummer oben, wir nennen Ihnen den Grund.',
  },
  caseStages: {
    received: 'Ihre Nachricht ist angekommen, wir gehen ihr nach.',
    answered: 'Es gibt eine Antwort auf Ihre Nachricht.',
    closed: 'Ihr Fall ist abgeschlossen. Die Nachrichten und Fotos, die Sie geschickt haben, werden bald gelöscht.',
  },
  messages: {
    'order-accepted': (_, { orderId }) => ({
      subject: `Ihre Bestellung ${orderId} ist da`,
      paragraphs: [
        'Vielen Dank, Ihre Bestellung ist angekommen. Wir schreiben wieder, sobald ein Paket unterwegs ist.',
      ],
    }),
    'order-refused': (_, { orderId }) => ({
      subject: `Ihre Bestellung ${orderId} kann nicht ausgeführt werden`,
      paragraphs: [
        'Etwas an der Bestellung ist nicht so, wie es sein muss; wir können sie nicht versenden. Bitte bestellen Sie im Shop neu.',
      ],
    }),
    'order-on-hold': ({ asksFor }, { orderId, list }) => ({
      subject: `Ihre Bestellung ${orderId} braucht noch etwas von Ihnen`,
      paragraphs: [
        `Das Versandunternehmen braucht für die Zustellung ${list(asksFor.map((field) => DE.fields[field]))}.`,
        'Bitte ergänzen Sie die Bestellung in Ihrem Konto im Shop. Danach geht es von selbst weiter.',
      ],
    }),
    'order-cancelled': (_, { orderId }) => ({
      subject: `Ihre Bestellung ${orderId} ist storniert`,
      paragraphs: ['Die Bestellung wurde storniert. Es wird nichts mehr versendet.'],
    }),
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Ihr Paket zur Bestellung ${orderId} ist unterwegs${part(parcel, parcels)}`,
      paragraphs: [`${carrier} hat Ihr Paket${part(parcel, parcels)} übernommen.`],
    }),
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Ihr Paket zur Bestellung ${orderId} ist zugestellt${part(parcel, parcels)}`,
      paragraphs: [`${carrier} hat Ihr Paket${part(parcel, parcels)} zugestellt.`],
    }),
    'parcel-returned': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Ihr Paket zur Bestellung ${orderId} kam zurück${part(parcel, parcels)}`,
      paragraphs: [
        `${carrier} konnte Ihr Paket${part(parcel, parcels)} nicht zustellen und hat es uns zurückgebracht.`,
      ],
    }),
    'parcel-lost': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Ihr Paket zur Bestellung ${orderId} ist verloren gegangen${part(parcel, parcels)}`,
      paragraphs: [
        `${carrier} kann Ihr Paket${part(parcel, parcels)} nicht mehr finden. Das tut uns leid. Der Shop regelt es mit Ihnen.`,
      ],
    }),
    'after-sales-update': (notice, { orderId, time }) =>
      notice.stage === 'invited'
        ? {
            subject: `Ein Link, um uns zu Ihrem Fall ${caseNumberOf(notice.reference)} zu schreiben`,
            paragraphs: [
              `Sie haben sich wegen der Bestellung ${orderId} gemeldet. Wenn Sie mögen, schicken Sie uns eine Nachricht oder Fotos: freiwillig und ohne Konto.`,
              `Der Link gilt einmal, bis ${time(notice.validUntil)}. Ort, Kamera und Zeit eines Fotos werden entfernt, bevor wir es aufbewahren.`,
            ],
          }
        : {
            subject: `Neues zu Ihrem Fall ${notice.reference}`,
            paragraphs: [`Es geht um die Bestellung ${orderId}.`, DE.caseStages[notice.stage]],
          },
    'privacy-request-update': ({ right, stage, reference }) => ({
      subject: `Ihr Anliegen ${reference}`,
      paragraphs: [`Es geht um: ${DE.rights[right]}.`, DE.requestStages[stage]],
    }),
    'identity-confirmation': ({ right, reference, validUntil }, { time }) => ({
      subject: `Waren Sie das? Anliegen ${reference}`,
      paragraphs: [
        `Jemand hat uns um Folgendes gebeten: ${DE.rights[right]}. Bevor wir etwas tun, bestätigen Sie bitte, dass Sie es waren.`,
        `Der Link gilt einmal, bis ${time(validUntil)}. Waren Sie es nicht, tun Sie nichts: dann geschieht auch nichts.`,
      ],
    }),
    'data-erased': ({ reference }, { orderId }) => ({
      subject: `Ihre Daten zur Bestellung ${orderId} werden gelöscht`,
      paragraphs: [
        `Wie gewünscht (Anliegen ${reference}) löschen wir nun, was wir zu dieser Bestellung haben.`,
        'Dies ist unsere letzte Nachricht: danach kennen wir Ihre Adresse nicht mehr.',
      ],
    }),
  },
  texts: {
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Bestellung ${orderId}: ${carrier} hat Ihr Paket${part(parcel, parcels)}.`,
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Bestellung ${orderId}: ${carrier} hat Ihr Paket${part(parcel, parcels)} zugestellt.`,
  },
};
