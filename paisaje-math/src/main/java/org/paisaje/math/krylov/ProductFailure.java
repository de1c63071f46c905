package org.paisaje.math.krylov;

/**
 * Why a computation had to end early: the operator returned a number that is not finite.
 *
 * @param product which product it was, counted from 1
 * @param entry the index of the first such entry of that product
 * @param value that entry: NaN or an infinity
 */
public record ProductFailure(long product, int entry, double value) {
    @Override
    public String toString() {
        return "product " + product + " has the entry " + value + " at index " + entry;
    }
}
