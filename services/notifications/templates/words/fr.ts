import { caseNumberOf } from '#services/notifications/domain/notice';
import type { Words } from '../words.js';

export const FR: Words = {
  greeting: 'Bonjour,',
  footer: (orderId) =>
    `Vous recevez ce message au sujet de la commande ${orderId}. Il ne contient aucune publicité et ne surveille pas si vous le lisez.`,
  openLink: 'Confirmer que c’est bien moi',
  writeLink: 'Nous écrire ou envoyer des photos',
  fields: {
    recipientName: 'le nom du destinataire',
    phone: 'votre numéro de téléphone',
    email: 'votre adresse électronique',
    address: 'votre adresse',
  },
  rights: {
    access: 'l’accès à vos données',
    correction: 'la rectification de vos données',
    deletion: 'l’effacement de vos données',
    deactivation: 'la désactivation de votre compte',
    authorisation: 'la communication de certaines de vos données à une personne que vous y autorisez',
  },
  requestStages: {
    received: 'Nous avons reçu votre demande. Vous aurez notre réponse sous trois jours ouvrés.',
    'under-way':
      'Vous avez confirmé qu’elle vient de vous. Nous la traitons et répondons sous trois jours ouvrés après sa réception.',
    answered: 'Nous avons répondu à votre demande et fait le nécessaire.',
    refused:
      'Nous n’avons pas pu donner suite à votre demande. Écrivez-nous avec ce numéro, nous vous dirons pourquoi.',
  },
  caseStages: {
    received: 'Nous avons reçu votre message et l’examinons.',
    answered: 'Il y a une réponse à votre message.',
    closed: 'Votre dossier est clos. Les messages et les photos que vous avez envoyés seront bientôt effacés.',
  },
  messages: {
    'order-accepted': (_, { orderId }) => ({
      subject: `Nous avons reçu votre commande ${orderId}`,
      paragraphs: ['Merci, votre commande est arrivée. Nous vous écrirons dès qu’un colis sera en route.'],
    }),
    'order-refused': (_, { orderId }) => ({
      subject: `Votre commande ${orderId} ne peut pas être honorée`,
      paragraphs: [
        'Un élément de votre commande n’est pas conforme, nous ne pouvons pas l’expédier. Veuillez la passer à nouveau dans la boutique.',
      ],
    }),
    'order-on-hold': ({ asksFor }, { orderId, list }) => ({
      subject: `Votre commande ${orderId} attend une précision de votre part`,
      paragraphs: [
        `Pour livrer, le transporteur a besoin de ceci : ${list(asksFor.map((field) => FR.fields[field]))}.`,
        'Merci de compléter la commande dans votre compte de la boutique. Elle repartira d’elle-même.',
      ],
    }),
    'order-cancelled': (_, { orderId }) => ({
      subject: `Votre commande ${orderId} est annulée`,
      paragraphs: ['La commande a été annulée. Plus rien ne sera expédié.'],
    }),
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Votre colis de la commande ${orderId} est en route${part(parcel, parcels)}`,
      paragraphs: [`${carrier} a pris en charge votre colis${part(parcel, parcels)}.`],
    }),
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Votre colis de la commande ${orderId} est livré${part(parcel, parcels)}`,
      paragraphs: [`${carrier} a livré votre colis${part(parcel, parcels)}.`],
    }),
    'parcel-returned': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Votre colis de la commande ${orderId} nous est revenu${part(parcel, parcels)}`,
      paragraphs: [`${carrier} n’a pas pu livrer votre colis${part(parcel, parcels)} et nous l’a rapporté.`],
    }),
    'parcel-lost': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Votre colis de la commande ${orderId} est perdu${part(parcel, parcels)}`,
      paragraphs: [
        `${carrier} ne retrouve pas votre colis${part(parcel, parcels)}. Nous en sommes désolés. La boutique règlera cela avec vous.`,
      ],
    }),
    'after-sales-update': (notice, { orderId, time }) =>
      notice.stage === 'invited'
        ? {
            subject: `Un lien pour nous écrire au sujet de votre dossier ${caseNumberOf(notice.reference)}`,
            paragraphs: [
              `Vous nous avez contactés au sujet de la commande ${orderId}. Si vous le souhaitez, envoyez-nous un message ou des photos : c’est facultatif et sans compte.`,
              `Le lien fonctionne une seule fois, jusqu’au ${time(notice.validUntil)}. Le lieu, l’appareil et l’heure d’une photo sont retirés avant que nous la gardions.`,
            ],
          }
        : {
            subject: `Du nouveau pour votre dossier ${notice.reference}`,
            paragraphs: [`Il s’agit de la commande ${orderId}.`, FR.caseStages[notice.stage]],
          },
    'privacy-request-update': ({ right, stage, reference }) => ({
      subject: `Votre demande ${reference}`,
      paragraphs: [`Objet : ${FR.rights[right]}.`, FR.requestStages[stage]],
    }),
    'identity-confirmation': ({ right, reference, validUntil }, { time }) => ({
      subject: `Est-ce bien vous ? Demande ${reference}`,
      paragraphs: [
        `Quelqu’un nous a demandé ${FR.rights[right]}. Avant d’agir, nous vous prions de confirmer que c’était vous.`,
        `Le lien fonctionne une seule fois, jusqu’au ${time(validUntil)}. Si ce n’était pas vous, ne faites rien : il ne se passera rien.`,
      ],
    }),
    'data-erased': ({ reference }, { orderId }) => ({
      subject: `Vos données de la commande ${orderId} sont en cours d’effacement`,
      paragraphs: [
        `Comme vous l’avez demandé (demande ${reference}), nous effaçons ce que nous avons de cette commande.`,
        'Ceci est notre dernier message : ensuite, nous ne connaîtrons plus votre adresse.',
      ],
    }),
  },
  texts: {
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Commande ${orderId} : ${carrier} a votre colis${part(parcel, parcels)}.`,
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Commande ${orderId} : ${carrier} a livré votre colis${part(parcel, parcels)}.`,
  },
};
