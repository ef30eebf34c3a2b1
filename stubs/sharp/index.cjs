/** transformers.js asks whether it is there when it is loaded, and calls it when it is given an image. */
module.exports = function sharp() {
  throw new Error('Carrel embeds text only: sharp, which reads images, is not installed.');
};
