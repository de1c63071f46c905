/** Document 004, appendices A and B and chapter 11: descent on linear neurons, backpropagation, and what is learnt first. */
@NullMarked
package org.paisaje.claims.catalogue.document004.training;

import org.jspecify.annotations.NullMarked;
