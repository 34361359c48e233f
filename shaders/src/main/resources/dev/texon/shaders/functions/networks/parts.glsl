// A counting number as remainder and quotient of 1024: halves hold whole numbers only to 2048.
vec2 parts(float n) {
  float high = floor(n / 1024.0);
  return vec2(n - 1024.0 * high, high);
}
