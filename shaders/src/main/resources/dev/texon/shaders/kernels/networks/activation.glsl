// An activation alone. Reads x (texels); writes y.
#include "networks/layout"
#slot activation
#slot store
void main() { y = store(masked(activate(fetch_x(fragment())), split(fragment().x, WIDTH).x, CHANNELS)); }
