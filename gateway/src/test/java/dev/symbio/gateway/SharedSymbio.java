package dev.symbio.gateway;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one running Symbio, started when the first asks for it and stopped after the last. They share it without
 * meeting: each brings in companies of its own.
 */
public final class SharedSymbio implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedSymbio.class);

    private record Held(RunningSymbio symbio) implements AutoCloseable {
        @Override
        public void close() {
            symbio.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSymbio.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("symbio", key -> new Held(RunningSymbio.start()), Held.class)
                .symbio();
    }
}
