/**
 * Deep learning on textures. Start with {@link dev.texon.networks.Network}, which says what a network is made of,
 * {@link dev.texon.networks.Training}, which trains it on a GPU, and {@link dev.texon.networks.Model}, which uses it.
 *
 * <p>Parameters, activations, gradients, the optimizer's state and the data set stay on the GPU from the first step to the last;
 * losses and predictions of all steps since the last report are read at once. Objects on the GPU belong to the thread that opened
 * their device.
 */
@NullMarked
package dev.texon.networks;

import org.jspecify.annotations.NullMarked;
