/**
 * The statements of document 000, on the empirical risk of neural networks and why its non-convexity does not stop
 * training, and of its slides, document 002.
 */
@NullMarked
package org.paisaje.claims.catalogue.document000;

import org.jspecify.annotations.NullMarked;
