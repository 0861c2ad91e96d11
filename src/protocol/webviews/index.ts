export * from './channel.js';
export * from './explain.js';
export * from './reading.js';
export * from './attention.js';
export * from './decoding.js';
export * from './review.js';
export * from './sentences.js';
export * from './reviewPlaces.js';
