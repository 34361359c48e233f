// Rounds to BITS significant bits, to nearest, ties to even, as a format of so many bits would store it.
float store_one(float v) {
  float a = abs(v);
  if (!(a > 1.0e-30 && a < 1.0e30)) { return v; }
  // Powers of two are exact: bring a to [1, 2).
  float scale = 1.0;
  for (int i = 0; i < 8; i++) { if (a >= 65536.0) { a *= 1.52587890625e-05; scale *= 65536.0; } }
  for (int i = 0; i < 16; i++) { if (a >= 2.0) { a *= 0.5; scale *= 2.0; } }
  for (int i = 0; i < 8; i++) { if (a < 1.52587890625e-05) { a *= 65536.0; scale *= 1.52587890625e-05; } }
  for (int i = 0; i < 17; i++) { if (a < 1.0) { a *= 2.0; scale *= 0.5; } }
  float unit = exp2(float(BITS - 1));
  unit = floor(unit + 0.5);
  float m = a * unit;
  float low = floor(m);
  float rest = m - low;
  float odd = low - 2.0 * floor(low * 0.5);
  float rounded = low + (rest > 0.5 || (rest == 0.5 && odd > 0.5) ? 1.0 : 0.0);
  float r = rounded / unit * scale;
  return v < 0.0 ? -r : r;
}
vec4 store(vec4 v) { return vec4(store_one(v.r), store_one(v.g), store_one(v.b), store_one(v.a)); }
