package dev.texon.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.texon.conformance.Suite;
import jakarta.inject.Singleton;

/** What the commands are made from. */
final class CliModule extends AbstractModule {
    private final Terminal terminal;

    CliModule(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    protected void configure() {
        bind(Terminal.class).toInstance(terminal);
        bind(Harness.class).to(ProcessHarness.class);
    }

    @Provides
    @Singleton
    Suite suite() {
        return Suite.standard();
    }
}
