// The functions of one number that activations are made of, by the textbook's formulas or by those that never overflow.
#if NAIVE
#include "networks/activations_naive"
#else
#include "activations"
#endif
