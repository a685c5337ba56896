"""What an order or an invoice comes to: its totals, the columns they stand in, the rows about the Prestation Ségur."""
