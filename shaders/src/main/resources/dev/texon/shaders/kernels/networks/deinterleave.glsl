// Brings rows together that are interleaved in SOURCES textures: row y lies in number y modulo SOURCES. Reads x0, x1, … (texels); writes y.
#include "networks/layout"
void main() {
  ivec2 row = split(fragment().y, SOURCES);
  ivec2 at = ivec2(fragment().x, row.x);
#for s in 0..SOURCES
  if (row.y == {s}) { y = fetch_x{s}(at); }
#end
}
