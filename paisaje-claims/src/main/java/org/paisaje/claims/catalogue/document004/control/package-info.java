/** Document 004, chapter 4: residual networks as controlled flows, Pontryagin's principle and successive approximations. */
@NullMarked
package org.paisaje.claims.catalogue.document004.control;

import org.jspecify.annotations.NullMarked;
