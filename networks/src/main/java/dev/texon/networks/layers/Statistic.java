package dev.texon.networks.layers;

/**
 * A running statistic of a layer: numbers that follow the mini-batches of a training and stand for theirs when the network is used.
 *
 * @param name for tables and files
 * @param count how many numbers
 * @param first value of all of them before the first step
 */
public record Statistic(String name, int count, float first) {}
