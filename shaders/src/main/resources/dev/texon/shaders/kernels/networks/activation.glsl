// An activation alone. Reads x (texels); writes y.
void main() { y = store(activate(fetch_x(fragment())) * present(split(fragment().x, WIDTH).x, CHANNELS)); }
