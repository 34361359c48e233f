// The bits of a binary32 as four bytes, lowest first, each as byte / 255 for a target of bytes.
#ifdef TEXON_FLOAT_BITS
// Bit-exact wherever the adapter hands a value to floatBitsToUint unchanged.
vec4 pack_float(highp float x) {
  highp uint bits = floatBitsToUint(x);
  return vec4(uvec4(bits, bits >> 8, bits >> 16, bits >> 24) & 255u) / 255.0;
}
#else
// Exact for zeros, normal and infinite values: every step multiplies by a power of two or splits an integer below 2^24.
// A NaN loses its payload; a subnormal is exact unless the adapter flushes it to zero.
vec4 pack_float(highp float x) {
  if (is_nan(x)) { return vec4(0.0, 0.0, 192.0, 127.0) / 255.0; }
  highp float a = abs(x);
  highp float sign_bit = x < 0.0 ? 128.0 : 0.0;
  if (a == 0.0) { return vec4(0.0, 0.0, 0.0, 1.0 / x < 0.0 ? 128.0 : 0.0) / 255.0; }
  if (is_inf(a)) { return vec4(0.0, 0.0, 128.0, 127.0 + sign_bit) / 255.0; }
  highp float e = 127.0;
  // Bring a to [1, 2), by binary steps.
  if (a >= 18446744073709551616.0) { a *= 5.421010862427522e-20; e += 64.0; }
  if (a >= 4294967296.0) { a *= 2.3283064365386963e-10; e += 32.0; }
  if (a >= 65536.0) { a *= 1.52587890625e-05; e += 16.0; }
  if (a >= 256.0) { a *= 0.00390625; e += 8.0; }
  if (a >= 16.0) { a *= 0.0625; e += 4.0; }
  if (a >= 4.0) { a *= 0.25; e += 2.0; }
  if (a >= 2.0) { a *= 0.5; e += 1.0; }
  if (a < 5.421010862427522e-20) { a *= 18446744073709551616.0; e -= 64.0; }
  if (a < 5.421010862427522e-20) { a *= 18446744073709551616.0; e -= 64.0; }
  if (a < 2.3283064365386963e-10) { a *= 4294967296.0; e -= 32.0; }
  if (a < 1.52587890625e-05) { a *= 65536.0; e -= 16.0; }
  if (a < 0.00390625) { a *= 256.0; e -= 8.0; }
  if (a < 0.0625) { a *= 16.0; e -= 4.0; }
  if (a < 0.25) { a *= 4.0; e -= 2.0; }
  if (a < 0.5) { a *= 2.0; e -= 1.0; }
  if (a < 1.0) { a *= 2.0; e -= 1.0; }
  // A subnormal has no hidden bit: shift it to the exponent of the smallest normal.
  for (int i = 0; i < 23; i++) {
    if (e < 1.0) { a *= 0.5; e += 1.0; }
  }
  if (a < 1.0) { e = 0.0; } else { a -= 1.0; }
  highp float m = a * 8388608.0;
  highp float high = floor(m / 65536.0);
  m -= high * 65536.0;
  highp float middle = floor(m / 256.0);
  highp float half_e = floor(e / 2.0);
  return vec4(m - middle * 256.0, middle, high + (e - 2.0 * half_e) * 128.0, half_e + sign_bit) / 255.0;
}
#endif
