// Sums of products as a dense layer has them, of TERMS texels of a row of a and one of b. Reads a: four bands of ROWS rows, b: four bands of
// COLUMNS rows (texels); writes sum.
void main() {
  vec2 p = vec2(0.5, float(fragment().y) + 0.5);
  vec2 q = vec2(0.5, float(fragment().x) + 0.5);
  sum = vec4(0.0);
  for (int i = 0; i < TERMS; i++) {
    sum += vec4(
        dot(fetch_a(p), fetch_b(q)),
        dot(fetch_a(p + vec2(0.0, ROWS)), fetch_b(q + vec2(0.0, COLUMNS))),
        dot(fetch_a(p + vec2(0.0, 2 * ROWS)), fetch_b(q + vec2(0.0, 2 * COLUMNS))),
        dot(fetch_a(p + vec2(0.0, 3 * ROWS)), fetch_b(q + vec2(0.0, 3 * COLUMNS))));
    p.x += 1.0;
    q.x += 1.0;
  }
}
