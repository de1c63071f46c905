/** Statements of the documents as executable claims. */
@NullMarked
package org.paisaje.claims;

import org.jspecify.annotations.NullMarked;
