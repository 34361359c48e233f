package dev.texon.gpu.webgl;

/** What calls go to: a page in a browser, or what writes them down. */
interface Page extends AutoCloseable {
    Link link();

    /** What is known about its end; empty if nothing is. */
    String diagnosis();

    @Override
    void close();
}
