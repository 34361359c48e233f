package dev.texon.gpu.spi;

/**
 * How to open a driver.
 *
 * @param debug check for errors after every call and name the call in the message
 */
public record DriverOptions(boolean debug) {}
