"use strict";

// Numbers that look random and are the same for every contender, as in Formula.java.

const INPUT = 1;
const LABELS = 2;
const SUMMAND = 3;
const LAYERS = 100;

function hash(seed, i) {
  let h = (Math.imul(i, 0x9e3779b1) + Math.imul(seed, 0x85ebca77)) | 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return h ^ (h >>> 15);
}

const value = (seed, i) => (hash(seed, i) >>> 8) * 2 ** -23 - 1;
const octet = (seed, i) => hash(seed, i) >>> 24;
const values = (seed, count) => Float32Array.from({ length: count }, (_, i) => value(seed, i));

/** What a page predicts: an image whose bytes, of one channel or three, are those of the sequence. */
function picture({ width, height, channels }) {
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = octet(INPUT, channels * i + Math.min(c, channels - 1));
    }
    image.data[4 * i + 3] = 255;
  }
  return image;
}
