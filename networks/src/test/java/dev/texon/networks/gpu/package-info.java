/**
 * What networks compute, checked on every adapter. Start with {@link dev.texon.networks.gpu.EveryAdapterTest}, which runs the checks, and
 * {@link dev.texon.networks.gpu.Reference}, which says what is right.
 */
@NullMarked
package dev.texon.networks.gpu;

import org.jspecify.annotations.NullMarked;
