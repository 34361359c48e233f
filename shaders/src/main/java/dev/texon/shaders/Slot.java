package dev.texon.shaders;

import java.util.Optional;

/**
 * A file of shared functions that is put where a kernel asks for a slot.
 *
 * @param name of the slot
 * @param file of the folder functions, for example {@code "networks/store_half"}
 * @param argument what {@code {name}} stands for in the file
 */
public record Slot(String name, String file, Optional<String> argument) {}
