/** Tests of the driver SPI; start with {@link dev.texon.gpu.spi.GuardedProcessTest}. */
@NullMarked
package dev.texon.gpu.spi;

import org.jspecify.annotations.NullMarked;
