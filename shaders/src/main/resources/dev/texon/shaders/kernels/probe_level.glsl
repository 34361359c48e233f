// Samples one texel per fragment, so that a target of half the source's size reads level 1. Reads source (sampled); writes bytes.
#include "pack_float"
void main() { bytes = pack_float(sample_source(fragment_uv()).r); }
