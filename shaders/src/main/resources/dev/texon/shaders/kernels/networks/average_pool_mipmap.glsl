// Average pooling by a power of two: a texel of mip level LEVEL is the mean of its window. Reads x (texels, with levels); writes y.
#include "networks/layout"
#slot store
void main() { y = store(fetch_x(fragment(), LEVEL)); }
