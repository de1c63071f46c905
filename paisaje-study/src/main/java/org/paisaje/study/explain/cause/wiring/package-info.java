/** Causes in network, loss and outputs as they are put together. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.cause.wiring;
