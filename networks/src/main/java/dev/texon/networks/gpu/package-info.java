/**
 * How networks run on a GPU. Start with {@link dev.texon.networks.gpu.Engine}: it makes an {@code Operation} of each layer, which draws
 * its passes from one {@link dev.texon.networks.gpu.Tensor} to the next, forwards and backwards. All parameters lie in one texture
 * ({@link dev.texon.networks.gpu.Parameters}), so that one framebuffer is enough to update them.
 *
 * <p>A tensor's gradient is that of the sums before its activation: each kernel that writes it fuses the activation's derivative, so that
 * activations need no pass of their own. Gradients of a tensor belong to single samples; those of parameters are means over the mini-batch.
 *
 * <p>This package is for {@code dev.texon.networks}; its types may change at any time.
 */
@NullMarked
package dev.texon.networks.gpu;

import org.jspecify.annotations.NullMarked;
