package dev.texon.gpu;

import java.util.List;

/**
 * What one backend found here.
 *
 * @param id what a user names
 * @param priority the highest is tried first
 * @param adapters in the order in which they are tried; a backend that cannot even load has one that is unavailable
 */
public record BackendStatus(String id, int priority, List<Adapter> adapters) {
    /**
     * Copies the adapters.
     *
     * @param id any
     * @param priority any
     * @param adapters any
     */
    public BackendStatus {
        adapters = List.copyOf(adapters);
    }
}
