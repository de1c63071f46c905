/** Section 2 of document 001 up to 2.2: the network, its kernel, how far it drifts. */
@NullMarked
package org.paisaje.claims.catalogue.document001.kernel;

import org.jspecify.annotations.NullMarked;
