@NullMarked
package dev.texon.gpu.files;

import org.jspecify.annotations.NullMarked;
