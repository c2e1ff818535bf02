/** What the catalog's tests share. */
package io.penstock.catalog.testing;
