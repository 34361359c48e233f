// Numbers that look random, from whole numbers below 2^24 only, so that every adapter makes the same. A cube modulo a prime that is 2
// modulo 3 permutes the remainders; two such chains feed each other.
float remainder(float a, float b) {
  float r = a - b * floor(a / b);
  // The quotient may be rounded across a whole number.
  r = r < 0.0 ? r + b : r;
  return r >= b ? r - b : r;
}
float cube(float s, float prime) { return remainder(remainder(s * s, prime) * s, prime); }
vec2 stir(vec2 s, float v) {
  float a = cube(remainder(s.x + v, 4091.0), 4091.0);
  float b = cube(remainder(s.y + a + v, 4079.0), 4079.0);
  return vec2(remainder(a + b, 4091.0), b);
}
