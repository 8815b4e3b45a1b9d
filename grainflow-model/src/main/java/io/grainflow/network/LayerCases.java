package io.grainflow.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table of functions, one for each kind of layer, that defines an interpreter of networks. Building a table without a case for every kind
 * of {@link Layer} fails, so that no interpreter can omit a new kind.
 *
 * @param <C> argument of a case, beside the layer
 * @param <R> result of a case
 */
final class LayerCases<C, R> {
    private final Map<Class<? extends Layer>, Case<Layer, C, R>> cases;

    private LayerCases(Map<Class<? extends Layer>, Case<Layer, C, R>> cases) {
        this.cases = Map.copyOf(cases);
    }

    /** The function for one kind of layer. */
    @FunctionalInterface
    interface Case<L extends Layer, C, R> {
        R of(L layer, C context);
    }

    /** The result of the layer's case. */
    R of(Layer layer, C context) {
        Case<Layer, C, R> found = cases.get(layer.getClass());
        if (found == null) {
            throw new IllegalStateException("LayerCases has no case for " + layer);
        }
        return found.of(layer, context);
    }

    /** All kinds of layers. */
    static List<Class<? extends Layer>> kinds() {
        return kinds(Layer.class).toList();
    }

    private static Stream<Class<? extends Layer>> kinds(Class<? extends Layer> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(sub -> kinds(sub.asSubclass(Layer.class)))
                : Stream.of(type);
    }

    /** Collects cases. */
    static final class Builder<C, R> {
        private final Map<Class<? extends Layer>, Case<Layer, C, R>> cases = new HashMap<>();

        /** The case of one kind. */
        <L extends Layer> Builder<C, R> on(Class<L> kind, Case<L, C, R> what) {
            if (cases.put(kind, (layer, context) -> what.of(kind.cast(layer), context)) != null) {
                throw new IllegalStateException(
                        "LayerCases expects one case for " + kind.getSimpleName() + ", got two");
            }
            return this;
        }

        /** One case for several kinds. */
        Builder<C, R> onAll(List<Class<? extends Layer>> kinds, Case<Layer, C, R> what) {
            kinds.forEach(kind -> on(kind, what::of));
            return this;
        }

        /** @throws IllegalStateException that lists the kinds without a case */
        LayerCases<C, R> build(String interpreter) {
            List<String> missing = kinds().stream()
                    .filter(kind -> !cases.containsKey(kind))
                    .map(Class::getSimpleName)
                    .toList();
            if (!missing.isEmpty()) {
                throw new IllegalStateException(interpreter + " has no case for " + String.join(", ", missing));
            }
            return new LayerCases<>(cases);
        }
    }
}
