/** Tests of the expander. */
@NullMarked
package dev.texon.shaders;

import org.jspecify.annotations.NullMarked;
