/**
 * What networks are made of: one file for each kind of layer, which says all that is known of it without a GPU. Start with {@link
 * dev.texon.networks.layers.Layer}; {@link dev.texon.networks.layers.LayerVisitor} names all kinds.
 */
@NullMarked
package dev.texon.networks.layers;

import org.jspecify.annotations.NullMarked;
