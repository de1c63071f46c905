package org.paisaje.claims;

import java.util.Optional;

/**
 * A key with a value that it allows.
 *
 * @param key what the value means
 * @param value the value, shared where it is an array
 */
public record Parameter<T>(Key<T> key, T value) {
    /** Refuses a value that the key does not allow. */
    public Parameter {
        key.require(value);
    }

    /** The value as it is shown, stored and compared: a number, a text, a truth value or a list of numbers. */
    public Object kept() {
        return key.kept(value);
    }

    Optional<String> objection(Setting setting) {
        return key.objection(value, setting);
    }

    Parameter<T> withText(String text) {
        return key.parse(text);
    }

    /** Whether another has the same name and an equal value. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Parameter<?> that && key.name().equals(that.key.name()) && kept().equals(that.kept());
    }

    @Override
    public int hashCode() {
        return 31 * key.name().hashCode() + kept().hashCode();
    }

    @Override
    public String toString() {
        return key.name() + " = " + kept();
    }
}
