// Brings rows together that were dealt to four textures, row y to number y modulo 4. Reads x0, x1, x2, x3 (texels); writes y.
void main() {
  ivec2 row = split(fragment().y, 4);
  ivec2 at = ivec2(fragment().x, row.x);
  y = row.y == 0 ? fetch_x0(at) : row.y == 1 ? fetch_x1(at) : row.y == 2 ? fetch_x2(at) : fetch_x3(at);
}
