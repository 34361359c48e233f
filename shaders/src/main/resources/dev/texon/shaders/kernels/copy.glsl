// Copies texels. Reads source (texels); uniform vec2 offset: source texel of fragment (0, 0); writes target.
void main() { target = fetch_source(fragment() + ivec2(offset)); }
