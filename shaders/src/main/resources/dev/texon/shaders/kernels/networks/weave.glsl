// Brings rows together that were dealt to LANES textures, row y to number y modulo LANES. Reads x0, x1, … (texels); writes y. A line with @
// is repeated for each texture.
void main() {
  ivec2 row = split(fragment().y, LANES);
  ivec2 at = ivec2(fragment().x, row.x);
  if (row.y == @) { y = fetch_x@(at); }
}
