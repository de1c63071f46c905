/**
 * The statements of document 003: Z. Kong, "Convergence analysis of the dynamics of a special kind of two-layered
 * neural networks with l1 and l2 regularization".
 */
@NullMarked
package org.paisaje.claims.catalogue.document003;

import org.jspecify.annotations.NullMarked;
