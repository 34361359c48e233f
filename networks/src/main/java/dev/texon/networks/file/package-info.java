/** Files: {@link dev.texon.networks.file.NetworkFile} keeps a network with its numbers, and reads architectures that people write. */
@NullMarked
package dev.texon.networks.file;

import org.jspecify.annotations.NullMarked;
