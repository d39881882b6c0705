import { caseNumberOf } from '#services/notifications/domain/notice';
import type { Words } from '../words.js';

export const EN: Words = {
  greeting: 'Hello,',
  footer: (orderId) =>
    `You get this message because of order ${orderId}. It holds no advertising and does not watch whether you read it.`,
  openLink: 'Confirm that it is me',
  writeLink: 'Write to us or send photos',
  fields: { recipientName: 'recipient’s name', phone: 'phone number', email: 'e-mail address', address: 'address' },
  rights: {
    access: 'see the data we hold about you',
    correction: 'correct your data',
    deletion: 'delete your data',
    deactivation: 'deactivate your account',
    authorisation: 'let somebody have some of your data',
  },
  requestStages: {
    received: 'We have received your request. You will have our answer within three business days.',
    'under-way':
      'It was you who asked, as you confirmed. We are at work on it and answer within three business days of your request.',
    answered: 'We have answered your request and done what you asked for.',
    refused: 'We could not do what you asked for. Ask us with the number above and we will tell you why.',
  },
  caseStages: {
    received: 'We have received your message and look into it.',
    answered: 'There is an answer to your message.',
    closed: 'Your case is closed. Messages and photos you sent in are deleted soon.',
  },
  messages: {
    'order-accepted': (_, { orderId }) => ({
      subject: `We have your order ${orderId}`,
      paragraphs: ['Thank you. Your order has arrived. We write again when a parcel is on its way.'],
    }),
    'order-refused': (_, { orderId }) => ({
      subject: `Your order ${orderId} cannot be fulfilled`,
      paragraphs: [
        'Something in your order is not as it has to be, so we cannot send it. Please place it again in the shop.',
      ],
    }),
    'order-on-hold': ({ asksFor }, { orderId, list }) => ({
      subject: `Your order ${orderId} needs something from you`,
      paragraphs: [
        `The carrier cannot deliver without your ${list(asksFor.map((field) => EN.fields[field]))}.`,
        'Please complete the order in your account in the shop. It goes on by itself then.',
      ],
    }),
    'order-cancelled': (_, { orderId }) => ({
      subject: `Your order ${orderId} is cancelled`,
      paragraphs: ['The order was cancelled. Nothing is sent any more.'],
    }),
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Your parcel of order ${orderId} is on its way${part(parcel, parcels)}`,
      paragraphs: [`${carrier} has your parcel${part(parcel, parcels)}.`],
    }),
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Your parcel of order ${orderId} is delivered${part(parcel, parcels)}`,
      paragraphs: [`${carrier} has delivered your parcel${part(parcel, parcels)}.`],
    }),
    'parcel-returned': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Your parcel of order ${orderId} came back${part(parcel, parcels)}`,
      paragraphs: [`${carrier} could not deliver your parcel${part(parcel, parcels)} and has brought it back to us.`],
    }),
    'parcel-lost': ({ parcel, parcels }, { orderId, carrier, part }) => ({
      subject: `Your parcel of order ${orderId} was lost${part(parcel, parcels)}`,
      paragraphs: [
        `${carrier} cannot find your parcel${part(parcel, parcels)}. We are sorry. The shop will settle it with you.`,
      ],
    }),
    'after-sales-update': (notice, { orderId, time }) =>
      notice.stage === 'invited'
        ? {
            subject: `A link to write to us about your case ${caseNumberOf(notice.reference)}`,
            paragraphs: [
              `You told us about order ${orderId}. If you like, send us a message or photos: it is up to you, and an account is not needed.`,
              `The link works once, until ${time(notice.validUntil)}. Place, camera and time of a photo are removed before we keep it.`,
            ],
          }
        : {
            subject: `News about your case ${notice.reference}`,
            paragraphs: [`It is about order ${orderId}.`, EN.caseStages[notice.stage]],
          },
    'privacy-request-update': ({ right, stage, reference }) => ({
      subject: `Your request ${reference}`,
      paragraphs: [`You asked us to ${EN.rights[right]}.`, EN.requestStages[stage]],
    }),
    'identity-confirmation': ({ right, reference, validUntil }, { time }) => ({
      subject: `Was it you? Request ${reference}`,
      paragraphs: [
        `Somebody asked us to ${EN.rights[right]}. Before we do anything, please confirm that it was you.`,
        `The link works once, until ${time(validUntil)}. If it was not you, do nothing: then nothing happens.`,
      ],
    }),
    'data-erased': ({ reference }, { orderId }) => ({
      subject: `Your data of order ${orderId} is being deleted`,
      paragraphs: [
        `As you asked (request ${reference}), we now delete what we hold of this order.`,
        'This is our last message: from now on we do not know your address any more.',
      ],
    }),
  },
  texts: {
    'parcel-handed-over': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Order ${orderId}: ${carrier} has your parcel${part(parcel, parcels)}.`,
    'parcel-delivered': ({ parcel, parcels }, { orderId, carrier, part }) =>
      `Order ${orderId}: ${carrier} has delivered your parcel${part(parcel, parcels)}.`,
  },
};
